# A static binary and nothing else: no shell, no libc, not root.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN RUSTFLAGS='-C target-feature=+crt-static' cargo build --locked --profile dist --target x86_64-unknown-linux-gnu \
 && cp target/x86_64-unknown-linux-gnu/dist/everynode /everynode

FROM scratch
COPY --from=build /everynode /bin/everynode
COPY --from=build /src/LICENSE-MIT /src/LICENSE-APACHE /src/NOTICE /
ENV PATH=/bin
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/bin/everynode"]
CMD ["check", "."]
