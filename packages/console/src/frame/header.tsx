import type { Me } from '@countersign/contract';
import { Menu, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { signOut } from '../api/calls.ts';
import { Bell } from '../thread/bell.tsx';
import { words } from '../words/words.ts';
import styles from './header.module.css';
import { Logo } from './logo.tsx';

export function Header({ me }: { me: Me }) {
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.brand} aria-label={words.product}>
        <Logo />
        <span className={styles.name}>{words.product}</span>
      </Link>
      <nav aria-label={words.nav.main} className={styles.nav}>
        <Link to="/" activeOptions={{ exact: true }}>
          {words.nav.home}
        </Link>
        <Link to="/items">{words.nav.items}</Link>
        <Link to="/lessons">{words.nav.lessons}</Link>
        {me.role === 'owner' && <Link to="/batches">{words.batches.nav}</Link>}
        <Link to="/settings" className={styles.wideOnly}>
          {words.nav.settings}
        </Link>
      </nav>
      <div id="header-middle" className={styles.middle} />
      <Bell />
      <Account me={me} />
    </header>
  );
}

function Account({ me }: { me: Me }) {
  const leave = async () => {
    await signOut().catch(() => undefined); // a session that is gone already is signed out
    location.assign('/');
  };
  const initial = (me.name || me.email || '?').charAt(0).toUpperCase();
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton className={styles.avatar} aria-label={`${words.nav.account}: ${me.name || me.email}`}>
          {initial}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.who}>
          <span className={styles.whoName}>{me.name}</span>
          <span>{me.email}</span>
          <span>{me.workspace.name}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings">
          {words.nav.settings}
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>{words.signIn.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
