// A stand-in until the generated file is here: frames only, documents loosely typed.
/* eslint-disable */
export type Room = { [section: string]: any };
export type Table = { [section: string]: any };
export type Mine = { [section: string]: any };
export type Desk = { [section: string]: any };
export type You = { [key: string]: any };
export type Refusal = { type: string; [key: string]: any };
export type Command = { type: string; [key: string]: any };
export type ServerFrame =
  | { type: 'welcome'; you: You; now: number; build: string; room: Room; table?: Table; mine?: Mine; desk?: Desk }
  | { type: 'changed'; room?: Partial<Room>; table?: Partial<Table>; mine?: Partial<Mine>; desk?: Partial<Desk> }
  | { type: 'done'; id: string }
  | { type: 'refused'; id: string | null; refusal: Refusal }
  | { type: 'pong'; now: number };
export type BrowserFrame =
  | { type: 'hello'; secret: string }
  | { type: 'command'; id: string; command: Command }
  | { type: 'ping' };
