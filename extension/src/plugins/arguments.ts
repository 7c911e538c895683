/** The arguments that a command takes, as JupyterLab describes them to whoever calls it. */
export function describe(
  properties: Record<string, { type: string; description: string }> = {},
  required: string[] = [],
) {
  return { args: { type: 'object', properties, required } };
}
