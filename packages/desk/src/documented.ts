/** The one place that knows the OpenAPI library: a route says what it is and what it answers. */
import { problem } from '@portvakt/protocol';
import type { MiddlewareHandler } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';

export interface RouteText {
  readonly summary: string;
  readonly tag: string;
  readonly body?: z.ZodType;
  /** Status → schema of its JSON, or the media types it answers with. */
  readonly answers: Readonly<Record<number, z.ZodType | readonly string[] | null>>;
}

export function documented(text: RouteText): MiddlewareHandler {
  const responses = Object.fromEntries(
    Object.entries(text.answers).map(([status, shape]) => [status, { description: status, ...contentOf(shape) }]),
  );
  return describeRoute({
    summary: text.summary,
    tags: [text.tag],
    ...(text.body ? { requestBody: { required: true, content: { 'application/json': { schema: resolver(text.body) as never } } } } : {}),
    responses: {
      ...responses,
      default: { description: 'Problem, RFC 9457', content: { 'application/problem+json': { schema: resolver(problem) } } },
    },
  });
}

function contentOf(shape: z.ZodType | readonly string[] | null): object {
  if (shape === null) return {};
  if (Array.isArray(shape)) return { content: Object.fromEntries(shape.map((type) => [type, {}])) };
  return { content: { 'application/json': { schema: resolver(shape as z.ZodType) } } };
}
