// The one entry: styles, settings, and the shell that loads each page's own code.
import './style/font.css';
import './style/tokens.css';
import './style/base.css';
import { mount } from 'svelte';
import { followServer } from '$lib/newer';
import { settings } from '$lib/settings.svelte';
import App from './App.svelte';

settings.apply();
followServer();
const target = document.getElementById('app');
if (target) mount(App, { target });
