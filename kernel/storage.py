"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFilesStorage(CompressedManifestStaticFilesStorage):
    """Also where a script imports another: no browser keeps half of an old version."""

    support_js_module_import_aggregation = True
