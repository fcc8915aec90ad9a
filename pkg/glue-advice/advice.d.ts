/* tslint:disable */
/* eslint-disable */

/**
 * A questionnaire that can be asked.
 */
export class Advice {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The positions of the questions that are asked of who answered so.
     */
    asked(answers: any): Uint32Array;
    /**
     * The questionnaire of a file, as JSON gives it.
     */
    constructor(file: any);
    /**
     * The routine of who answered so.
     */
    routine(answers: any, circumstances: any): any;
}

/**
 * The items side by side: a list of `ItemDetails` becomes a `Comparison`.
 */
export function compare(items: any): any;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_advice_free: (a: number, b: number) => void;
    readonly advice_asked: (a: number, b: any) => [number, number, number, number];
    readonly advice_new: (a: any) => [number, number, number];
    readonly advice_routine: (a: number, b: any, c: any) => [number, number, number];
    readonly compare: (a: any) => [number, number, number];
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
