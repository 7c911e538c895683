let loading: Promise<unknown> | undefined;

/** Puts the style sheet of all views and panels into the page, when the first of them is shown. */
export function loadStyles(): Promise<unknown> {
  loading ??= import('../../style/base.css').catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
