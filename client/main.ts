import '@fontsource/ibm-plex-sans/latin-400.css'
import '@fontsource/ibm-plex-sans/latin-500.css'
import '@fontsource/ibm-plex-sans/latin-600.css'
import '@fontsource/ibm-plex-serif/latin-400.css'
import '@fontsource/ibm-plex-serif/latin-400-italic.css'
import '@fontsource/ibm-plex-serif/latin-600.css'
import './app.css'
import { mount } from 'svelte'
import AppView from './App.svelte'
import { compose } from './state/compose.ts'
import { refuseFiles } from './state/dropped-files.ts'

const app = await compose(window)
app.begin()
refuseFiles(window)
mount(AppView, { target: document.querySelector('#app') ?? document.body, props: { app } })
