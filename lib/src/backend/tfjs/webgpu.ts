import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as core from '@tensorflow/tfjs-core';
import { BackendError } from '../../errors.js';
import type { Backend } from '../backend.js';
import { nodeProcess } from '../node.js';
import { Dawn } from './dawn.js';
import { mend } from './mend.js';
import { start } from './start.js';

/** What tfjs asks of a device if the adapter has more than WebGPU promises. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

let dawn: Promise<Dawn> | undefined;

/** tfjs's WebGPU backend: on Dawn's addon in Node, on the browser's own WebGPU elsewhere. */
export async function startWebgpu(): Promise<Backend> {
  const it = await loadDawn();
  const adapter = await findAdapter(it);
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const request = () => adapter.requestDevice({ requiredLimits });
  const device = await (it === null ? request() : it.start(request));
  const make = () => new MendedWebGPUBackend(device, adapter.info, it);
  if (core.findBackendFactory('webgpu') !== null) core.removeBackend('webgpu');
  core.registerBackend('webgpu', () => (it === null ? make() : it.asNavigator(make)));
  return start(core, 'webgpu', `TensorFlow.js, WebGPU on ${nameOf(adapter.info)},`, true);
}

/**
 * For a choice that nobody made by name: a program that plays a GPU is slower than WebAssembly.
 * @throws BackendError if there is no GPU, or only such a program.
 */
export async function checkHardware(): Promise<void> {
  const { info } = await findAdapter(await loadDawn());
  if (info.isFallbackAdapter) {
    throw new BackendError(`backend.use: 'webgpu' needs a GPU, got a program that plays one, ${nameOf(info)}`);
  }
}

async function loadDawn(): Promise<Dawn | null> {
  if (nodeProcess() === undefined) return null;
  dawn ??= Dawn.load();
  return dawn;
}

async function findAdapter(dawn: Dawn | null): Promise<GPUAdapter> {
  const options = { powerPreference: 'high-performance' } as const;
  const adapter = await (dawn === null ? navigator.gpu?.requestAdapter(options) : dawn.adapter(options));
  if (adapter == null) {
    throw new BackendError("backend.use: 'webgpu' needs a GPU, got none; install its driver, or take 'wasm'");
  }
  return adapter;
}

function nameOf(info: GPUAdapterInfo): string {
  return info.description || info.device || info.architecture || info.vendor || 'an unnamed GPU';
}

/** tfjs's backend with its shaders mended, and, in Node, reads that need no canvas. */
class MendedWebGPUBackend extends WebGPUBackend {
  readonly #dawn: Dawn | null;
  #refusal: string | null = null;

  constructor(device: GPUDevice, info: GPUAdapterInfo, dawn: Dawn | null) {
    super(device, info);
    this.#dawn = dawn;
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      this.#refusal ??= event.error.message.split('\n')[0];
    });
  }

  override runWebGPUProgram(...args: Parameters<WebGPUBackend['runWebGPUProgram']>): core.TensorInfo {
    const [program, inputs] = args;
    if (inputs.length > 0) mend(program, this.tensorMap.get(inputs[0].dataId).dtype);
    const kernel = program.shaderKey;
    const output = super.runWebGPUProgram(...args);
    this.#check(kernel);
    return output;
  }

  override readSync(dataId: object): core.BackendValues {
    const { values, resource, dtype } = this.tensorMap.get(dataId);
    if (values != null || this.#dawn === null) return super.readSync(dataId);
    const staging = this.#staged(resource as GPUBuffer);
    this.#dawn.start(() => staging.mapAsync(GPUMapMode.READ)).catch(() => {});
    this.#dawn.waitUntil(() => staging.mapState !== 'pending');
    this.#check('reading');
    if (staging.mapState !== 'mapped') throw new BackendError("tensor: reading from 'webgpu' failed, the GPU was lost");
    return core.util.convertBackendValuesAndArrayBuffer(this.#taken(staging), dtype);
  }

  override async getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
    if (this.#dawn === null) return super.getBufferData(buffer);
    const staging = this.#staged(buffer);
    await this.#dawn.start(() => staging.mapAsync(GPUMapMode.READ));
    this.#check('reading');
    return this.#taken(staging);
  }

  /** WebGPU does not throw: what it refuses it only reports, and results would be wrong. */
  #check(what: string): void {
    if (this.#refusal === null) return;
    const refusal = this.#refusal;
    this.#refusal = null;
    throw new BackendError(`webgpu: the GPU refused ${what}, ${refusal}`);
  }

  /** A copy that the processor can read, once all work up to here is done. */
  #staged(buffer: GPUBuffer): GPUBuffer {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.submitQueue();
    const staging = this.bufferManager.acquireBuffer(buffer.size, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    this.queue.submit([encoder.finish()]);
    return staging;
  }

  #taken(staging: GPUBuffer): ArrayBuffer {
    const bytes = staging.getMappedRange().slice(0);
    staging.unmap();
    this.bufferManager.releaseBuffer(staging);
    return bytes;
  }
}
