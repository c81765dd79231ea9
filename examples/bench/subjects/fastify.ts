import fastify from "fastify";

/** What many would pick: fastify with one route and nothing else. */
const app = fastify();
app.get("/hello", () => ({ message: "hello" }));
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
