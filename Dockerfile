# The bot for several processes on one PostgreSQL: one image for `migrate`, `run --replicas-safe` and `worker`.
FROM python:3.11.14-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY . .
RUN uv export --frozen --no-dev --extra postgres --no-emit-project --output-file /build/requirements.txt
RUN uv build --wheel --out-dir /build
RUN python -m venv /opt/rm-bot
RUN /opt/rm-bot/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /build/requirements.txt
RUN /opt/rm-bot/bin/pip install --no-cache-dir --no-deps /build/*.whl

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
 && install --directory --owner=bot --mode=700 /data
COPY --from=build /opt/rm-bot /opt/rm-bot
ENV PATH=/opt/rm-bot/bin:$PATH PYTHONDONTWRITEBYTECODE=1 RM_DATA_DIR=/data
USER 10001
WORKDIR /data
ENTRYPOINT ["rm-bot"]
CMD ["run"]
