import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages load their parts when they are needed, which takes seconds on a busy machine; what comes is still what counts.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);
