import type { Contents } from '@jupyterlab/services';

/**
 * Whether there is a file at a path of the server: from the lists of folders down to it, since asking for a missing file
 * or folder is an error on the console. A server that does not answer counts as having it.
 */
export async function isThere(contents: Contents.IManager, path: string): Promise<boolean> {
  const drive = contents.driveName(path);
  const parts = contents.localPath(path).split('/');
  try {
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const { content } = await contents.get(drive ? `${drive}:${folder}` : folder, { content: true });
      if (!(content as { name: string }[]).some(({ name }) => name === parts[depth])) return false;
    }
  } catch {
    return true;
  }
  return true;
}
