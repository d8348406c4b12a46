import { Pace } from './Pace';

describe('Pace', () => {
  it('answers at once without latency, and after a while with it', () => {
    const pace = new Pace('none');
    expect(pace.answersAfter('iam')).toBe(0);
    pace.latency = 'realistic';
    expect(pace.answersAfter('iam')).toBeGreaterThan(
      pace.answersAfter('dynamodb'),
    );
    expect(pace.answersAfter('dynamodb')).toBeGreaterThan(0);
  });
});
