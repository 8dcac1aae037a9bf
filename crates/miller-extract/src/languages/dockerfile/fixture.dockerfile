# syntax=docker/dockerfile:1

# Which Rust builds the gauge.
ARG RUST_VERSION=1.80
ARG BASE

# Builds the gauge.
FROM rust:${RUST_VERSION} AS build
ARG FEATURES="fast,small" TARGET
ENV CARGO_HOME=/cargo \
    RUST_LOG='debug'
ENV LEGACY value with spaces
WORKDIR /source/$TARGET
COPY --chown=1000:1000 Cargo.toml Cargo.lock ./
RUN --mount=type=cache,from=tools,target=/cargo cargo build --release \
    # A comment between the lines.
    --features "$FEATURES" && \
    echo "FROM nothing AS nobody"
RUN <<EOF
cargo test
FROM inside AS heredoc
EOF

FROM alpine@sha256:abc AS tools
FROM --platform=linux/amd64 registry.example.org:5000/harbour/base:2

FROM tools as runtime
LABEL maintainer="Ada Quay" version=2
COPY --from=build /source/target/release/gauge /usr/bin/gauge
COPY --from=0 /etc/passwd /etc/passwd
COPY --from=nginx:latest /etc/nginx.conf /nginx.conf
ADD https://example.org/tides.csv /data/
COPY <<TIDES /data/tides.txt
high
TIDES
EXPOSE 8080 9090/udp
VOLUME ["/data"]
USER gauge:staff
STOPSIGNAL SIGTERM
SHELL ["/bin/sh", "-c"]
HEALTHCHECK --interval=30s CMD gauge --check
ONBUILD RUN echo built
ENV TIDES=$RUST_LOG
ENTRYPOINT ["gauge", "--port", "8080"]
# What it reads.
CMD ["/data/tides.csv"]
