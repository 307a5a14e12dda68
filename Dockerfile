# A static binary and nothing else: no shell, no libc, not root.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# With a target named, the static libc is for the binary alone and not for what builds it.
RUN target="$(uname -m)-unknown-linux-gnu" \
 && RUSTFLAGS='-C target-feature=+crt-static' cargo build --locked --profile dist --target "$target" \
 && cp "target/$target/dist/everynode" /everynode \
 && packaging/third-party "$target" > THIRD-PARTY

FROM scratch
COPY --from=build /everynode /bin/everynode
COPY --from=build /src/LICENSE-MIT /src/LICENSE-APACHE /src/NOTICE /src/THIRD-PARTY /
ENV PATH=/bin
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/bin/everynode"]
CMD ["check", "."]
