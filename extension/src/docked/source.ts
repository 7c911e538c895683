/** What a docked view shows: a bundle, or a sentence why there is none. */
export interface Shown {
  bundle?: Record<string, unknown>;
  note?: string;
}

/** What a source calls: `show` with something else to show, `moved` when it has changed the address that it is of. */
export interface Viewer {
  show(shown: Shown): void;
  moved(): void;
}

/** Tells a viewer what to show, until the returned call. */
export type Source = (viewer: Viewer) => () => void;

/** A bundle that stays as it is, of an output that is in no notebook. */
export function fixedSource(bundle: Record<string, unknown>): Source {
  return ({ show }) => {
    show({ bundle });
    return () => undefined;
  };
}
