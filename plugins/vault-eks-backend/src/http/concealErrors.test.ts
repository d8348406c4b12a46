import { mockServices } from '@backstage/backend-test-utils';
import { InputError, NotFoundError } from '@backstage/errors';
import express from 'express';
import request from 'supertest';
import { concealErrors } from './concealErrors';

function answering(error: unknown) {
  const logger = mockServices.logger.mock();
  const app = express();
  app.use(express.json({ limit: 100 }));
  app.all('/', () => {
    throw error;
  });
  app.use(concealErrors({ logger }));
  const show: express.ErrorRequestHandler = (seen, _req, res, _next) => {
    res.json({ ...seen, name: seen.name, message: seen.message });
  };
  app.use(show);
  return { api: request(app), logger };
}

describe('concealErrors', () => {
  it('lets out what is meant for callers, without its cause', async () => {
    const { api, logger } = answering(
      new NotFoundError('There is no x', new Error('select * from secrets')),
    );
    expect((await api.get('/')).body).toEqual({
      name: 'NotFoundError',
      message: 'There is no x',
    });
    expect(logger.error).not.toHaveBeenCalled();
  });

  it.each([
    new Error('select "spec" from "clusters" - no such column'),
    Object.assign(new Error('Request failed with 400 Bad Request'), {
      name: 'ResponseError',
      body: { error: { message: 'http://10.0.0.1:7007/api/permission' } },
    }),
    new SyntaxError('"undefined" is not valid JSON'),
    'a text',
  ])('keeps %p for the log', async error => {
    const { api, logger } = answering(error);
    expect((await api.get('/')).body).toEqual({
      name: 'Error',
      message:
        "The portal's backend could not answer. Its log says what went wrong.",
    });
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('does not quote a body that cannot be read', async () => {
    const { api } = answering(new InputError('not reached'));
    const garbled = await api
      .post('/')
      .set('Content-Type', 'application/json')
      .send('{"vaultToken": hvs.secret}');
    expect(garbled.body).toEqual({
      name: 'InputError',
      message: 'The body cannot be read: send JSON in UTF-8',
    });
    const large = await api.post('/').send({ text: 'x'.repeat(200) });
    expect(large.body).toEqual({
      name: 'PayloadTooLargeError',
      message: 'The body is too large',
      statusCode: 413,
    });
  });
});
