import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Subscriber } from 'zeromq';
import { addressOf, type ConnectionInfo } from '../../kernel/src/protocol/connection.js';
import { Sockets } from '../../kernel/src/protocol/sockets.js';
import { Wire } from '../../kernel/src/protocol/wire.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const wire = new Wire('');
const connection = (name: string): ConnectionInfo => ({
  ...{ transport: 'ipc', ip: join(folder, name), key: '', signature_scheme: 'hmac-sha256' },
  ...{ shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 },
});

/** Connects as soon as the socket is there, as a client does that waits for a kernel to start. */
function subscriberOf(info: ConnectionInfo): Subscriber {
  const subscriber = new Subscriber({ linger: 0, reconnectInterval: 1 });
  subscriber.connect(addressOf(info, info.iopub_port));
  subscriber.subscribe();
  return subscriber;
}

async function nextType(subscriber: Subscriber): Promise<unknown> {
  const { header, content } = wire.decode((await subscriber.receive()) as Buffer[])!;
  return content.execution_state ?? header.msg_type;
}

describe('iopub', () => {
  it('welcomes whoever waited for the kernel, and says then that it is starting', async () => {
    for (let round = 0; round < 100; round++) {
      const info = connection(`waited-${round}`);
      const subscriber = subscriberOf(info);
      const sockets = await Sockets.bind(info);
      expect([await nextType(subscriber), await nextType(subscriber)], `round ${round}`).toEqual([
        'iopub_welcome',
        'starting',
      ]);
      subscriber.close();
      await sockets.close();
    }
  });

  it('says nothing of starting to whoever comes later', async () => {
    const info = connection('later');
    const sockets = await Sockets.bind(info);
    sockets.publish('status', { execution_state: 'busy' }, {});
    const subscriber = subscriberOf(info);
    expect(await nextType(subscriber)).toBe('iopub_welcome');
    sockets.publish('status', { execution_state: 'idle' }, {});
    expect(await nextType(subscriber)).toBe('idle');
    subscriber.close();
    await sockets.close();
  });
});
