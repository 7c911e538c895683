"""The prebuilt JupyterLab extension of Lectern; the JavaScript is in the folder ``labextension``."""


def _jupyter_labextension_paths():
    """Tells JupyterLab's development tools where the bundled extension lies."""
    return [{"src": "labextension", "dest": "@lectern/jupyterlab"}]
