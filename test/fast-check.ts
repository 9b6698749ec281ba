import fc from 'fast-check'

/** Every run tries the same; another seed tries something else. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261126) })

export default fc
