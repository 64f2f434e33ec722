import { CountersignError } from '@countersign/contract';
import { type Database, newId } from '@countersign/engine';
import { betterAuth } from 'better-auth';

const days = 86_400;
const created = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** The address of the client as our own HTTP server saw it; a header of that name from outside is overwritten. */
export const clientAddressHeader = 'x-countersign-client';

/** Sign-in by better-auth, on our tables. Nobody signs up: people come by invitation. */
export function openAuth({ db, secret, publicUrl }: { db: Database; secret: string; publicUrl: string }) {
  return betterAuth({
    appName: 'Countersign',
    baseURL: publicUrl,
    basePath: '/v1/auth',
    secret,
    database: db.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200 },
    user: { modelName: 'people', fields: { emailVerified: 'email_verified', ...created } },
    session: {
      modelName: 'sessions',
      fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...created },
      expiresIn: 14 * days,
      updateAge: days,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...created,
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...created } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rate_limits',
      fields: { lastRequest: 'last_request' },
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/change-password': { window: 60, max: 10 } },
    },
    // A page may sign in only to the host that served it.
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin');
      return origin && URL.canParse(origin) && new URL(origin).host === request?.headers.get('host') ? [origin] : [];
    },
    advanced: {
      cookiePrefix: 'countersign',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: ({ model }) => (model === 'user' ? newId('person') : crypto.randomUUID()) },
    },
  });
}

export type Auth = ReturnType<typeof openAuth>;

export interface NewPerson {
  email: string;
  name: string;
  password: string;
}

/** Makes a person with a password, or finds the one who has this e-mail when `isTheirs` says that the password is theirs. Answers the id. */
export async function makePerson(
  auth: Auth,
  { email, name, password }: NewPerson,
  isTheirs = () => checkPassword(auth, email, password),
): Promise<string> {
  const { internalAdapter, password: passwords } = await auth.$context;
  const address = email.toLowerCase();
  const found = await internalAdapter.findUserByEmail(address);
  if (found && (await isTheirs())) return found.user.id;
  if (found)
    throw new CountersignError('already_exists', 'This e-mail address has an account already. Use its password, or another address.', {
      pointer: '/email',
    });
  const user = await internalAdapter.createUser(
    { email: address, name: name || (address.split('@')[0] as string), emailVerified: false },
    { method: 'email-password' },
  );
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: await passwords.hash(password),
  });
  return user.id;
}

async function checkPassword(auth: Auth, email: string, password: string): Promise<boolean> {
  const { internalAdapter, password: passwords } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(email.toLowerCase(), { includeAccounts: true });
  const hash = found?.accounts.find(({ providerId }) => providerId === 'credential')?.password;
  return hash ? passwords.verify({ hash, password }) : false;
}
