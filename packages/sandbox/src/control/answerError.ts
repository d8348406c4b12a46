import type { ErrorRequestHandler } from 'express';
import { z } from 'zod/v3';

/** Says what is wrong with a request, by the name of the field and with what would be right. */
export const answerError: ErrorRequestHandler = (error, _req, res, _next) => {
  if (error instanceof z.ZodError) {
    res.status(400).json({ error: error.issues.map(textOf).join('; ') });
    return;
  }
  res
    .status(typeof error?.status === 'number' ? error.status : 500)
    .json({ error: error instanceof Error ? error.message : String(error) });
};

function textOf(issue: z.ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `${issue.keys.join(', ')}: not known here; leave it out`;
  }
  const field = issue.path.join('.') || 'body';
  const isMissing =
    (issue.code === 'invalid_type' && issue.received === 'undefined') ||
    (issue.code === 'invalid_union_discriminator' && field === 'kind');
  return isMissing
    ? `${field}: must be given; the body is JSON, with content-type application/json`
    : `${field}: ${issue.message}`;
}
