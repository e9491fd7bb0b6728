# rlslint on a minimal base: docker run --rm -v "$PWD:/src" ghcr.io/rlslint/rlslint

FROM debian:12-slim AS build
WORKDIR /rlslint
COPY . .
RUN ./scripts/setup --for lint \
    && cmake --preset release -B build/package \
        -DRLSLINT_STATIC=ON -DRLSLINT_WERROR=OFF -DRLSLINT_BUILD_TESTS=OFF -DRLSLINT_BUILD_BENCH=OFF \
    && cmake --build build/package --target rlslint \
    && cmake --install build/package --prefix /out --strip

FROM alpine:3.20
# git is for --since; a pinned version of it would vanish from the mirrors with the next fix.
# hadolint ignore=DL3018
RUN apk add --no-cache git \
    && git config --system --add safe.directory '*'
COPY --from=build /out/bin/rlslint /usr/local/bin/rlslint
COPY LICENSE NOTICE /usr/share/doc/rlslint/
USER nobody
WORKDIR /src
ENTRYPOINT ["rlslint"]
LABEL org.opencontainers.image.source="https://github.com/rlslint/rlslint" \
      org.opencontainers.image.description="Linter for PostgreSQL row-level security" \
      org.opencontainers.image.licenses="MIT"
