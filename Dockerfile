# zopa in a small image: no root, and the root file system may be read-only.
#   docker build -t zopa --build-arg VERSION=1.2.3 . && docker run --rm --read-only -v "$PWD:/work:ro" zopa check
FROM python:3.12-slim AS build
WORKDIR /src
ARG VERSION=0.0.0
ENV SETUPTOOLS_SCM_PRETEND_VERSION=$VERSION
COPY . .
RUN python -m venv /opt/zopa \
    && /opt/zopa/bin/pip install --no-cache-dir --require-hashes --requirement .ci/requirements.txt \
    && /opt/zopa/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/zopa/bin/pip uninstall --yes pip

FROM python:3.12-slim
# hadolint ignore=DL3008 # git of Debian's stable release, with its security updates
RUN apt-get update && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    # The user of the image owns no mounted repository, which git refuses; zopa runs nothing that one names.
    && git config --system --add safe.directory /work \
    && useradd --system --no-create-home --uid 10001 zopa
COPY --from=build /opt/zopa /opt/zopa
ENV PATH=/opt/zopa/bin:$PATH PYTHONDONTWRITEBYTECODE=1 CI=true
USER 10001
WORKDIR /work
ENTRYPOINT ["zopa"]
CMD ["--help"]
