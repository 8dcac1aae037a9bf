FROM alpine AS before
RUN apk add gauge
UNKNOWN instruction
FROM before AS after
COPY --from=before /a /b
