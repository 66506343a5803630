"""What setup.cfg cannot say: the data folders models/ and corpus/ ship inside the package, as sanxin.data.*."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages("nlp"), "sanxin.data.models", "sanxin.data.corpus"],
    package_dir={"": "nlp", "sanxin.data.models": "models", "sanxin.data.corpus": "corpus"},
)
