/**
 * The panel of a series: series that measure one thing share it. `loss`, `valLoss`, `trainLoss` and `test_loss` go to
 * `loss`; `accuracy` and `valAccuracy` to `accuracy`; anything else to a panel of its own name.
 */
export function panelOf(name: string): string {
  const [, base] = /^(?:train|val|valid|validation|test)(?:_|(?=[A-Z]))(\w+)$/.exec(name) ?? [];
  return base ? base[0].toLowerCase() + base.slice(1) : name;
}
