import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import './style/base.css';
import './style/layout.css';
import './style/phone.css';
import './style/chat.css';
import './style/panel.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
