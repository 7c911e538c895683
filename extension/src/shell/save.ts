/** Offers a file to the reader, as the browser's download. `url` may be a data URL. */
export function saveUrl(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Offers a text as a file. */
export function saveText(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  saveUrl(url, name);
  // The download has taken hold of the blob by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A title as a file name, without characters that file systems refuse. */
export function fileName(title: string, format: string): string {
  const stem = title
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${stem || 'view'}.${format}`;
}
