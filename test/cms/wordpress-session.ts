/** Somebody who is logged in to a WordPress, request by request, without a browser. Knows nothing of the plugin. */
import type { WordPress } from './wp-up.ts';

export interface Session {
  /** As a `Cookie` header. */
  cookies(): string;
  get(url: string): Promise<{ readonly status: number; readonly text: string }>;
  /** A form, followed to where it leads. */
  post(
    url: string,
    form: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string }>;
}

const MAX_REDIRECTS = 5;

export async function openSession(site: Pick<WordPress, 'url'>, login: string, password: string): Promise<Session> {
  const jar = new Map<string, string>();
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  async function request(url: string, init: RequestInit = {}) {
    let target = url;
    let options = init;
    for (let left = MAX_REDIRECTS; ; left--) {
      const headers = { ...(options.headers as Record<string, string>), cookie: cookies() };
      const response = await fetch(target, { ...options, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null || left === 0) return { status: response.status, text: await response.text() };
      await response.arrayBuffer();
      target = new URL(location, target).href;
      options = {};
    }
  }

  const session: Session = {
    cookies,
    get: (url) => request(url),
    post: (url, form) =>
      request(url, {
        method: 'POST',
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  };
  await session.get(`${site.url}/wp-login.php`);
  const { text } = await session.post(`${site.url}/wp-login.php`, { log: login, pwd: password, testcookie: '1' });
  if (![...jar.keys()].some((name) => name.startsWith('wordpress_logged_in'))) {
    throw new Error(`${login} could not log in: ${/id="login_error"[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? text}`);
  }
  return session;
}
