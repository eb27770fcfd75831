# One image for the API, the workers and the SPARQL server.
# PyPI's torch for Linux carries CUDA (several GB). For a CPU image, name the index that PyTorch's
# installation page gives for CPU builds:  docker build --build-arg PIP_EXTRA_INDEX_URL=… .

FROM python:3.11-slim AS build
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/kg && /opt/kg/bin/pip install 'pip>=25.1'
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY kg kg
COPY workers workers
COPY api api
RUN /opt/kg/bin/pip install --constraint constraints.txt '.[oidc,otel]' oxigraph

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 kg && install --directory --owner=kg /data /models /store
COPY --from=build /opt/kg /opt/kg
ENV PATH=/opt/kg/bin:$PATH PYTHONUNBUFFERED=1 KG_DATA=/data HF_HUB_OFFLINE=1
USER kg
WORKDIR /home/kg
VOLUME /data /models /store
EXPOSE 8000
CMD ["kg", "serve"]
