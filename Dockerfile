# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
RUN python -m venv /venv
COPY requirements.lock /
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement /requirements.lock

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/srv/legalbot \
    PYTHONUNBUFFERED=1 \
    LEGALBOT_HOST=0.0.0.0
RUN useradd --system --uid 10001 --home-dir /srv/legalbot legalbot \
    && mkdir -p /srv/legalbot/var \
    && chown -R legalbot /srv/legalbot
COPY --from=build /venv /venv
COPY bot /srv/legalbot/bot
COPY data /srv/legalbot/data
USER 10001
WORKDIR /srv/legalbot
VOLUME ["/srv/legalbot/var"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
