import { render, screen } from '@testing-library/react';
import { app } from './App';

describe('the portal', () => {
  it('starts and brings a person to its sign-in', async () => {
    process.env = {
      ...process.env,
      NODE_ENV: 'test',
      APP_CONFIG: JSON.stringify([
        {
          context: 'test',
          data: {
            app: { title: 'Vault on EKS', baseUrl: 'http://localhost:7007' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
        },
      ]),
    };
    render(app.createRoot());
    expect(
      await screen.findByRole(
        'button',
        { name: /enter|sign in/i },
        { timeout: 20_000 },
      ),
    ).toBeInTheDocument();
  }, 30_000);
});
