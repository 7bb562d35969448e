import {FormCompiler} from "@web/views/form/form_compiler";
import {FormRenderer} from "@web/views/form/form_renderer";
import {Notebook} from "@web/core/notebook/notebook";
import {SIZES} from "@web/core/ui/ui_service";
import {browser} from "@web/core/browser/browser";
import {onWillDestroy, onWillUpdateProps, useEffect, useSubEnv} from "@odoo/owl";

/** The page on which a step is worked on, where nothing that is missing says more. */
const PAGES = {
    acknowledge: "what_happened",
    answer_inquiry: "answer",
    assess: "findings",
    investigate: "findings",
    propose: "decision",
    request_approval: "decision",
    approve: "decision",
    answer: "decision",
    decide_suggestion: "decision",
    resolve: "decision",
    close: "learning",
    settle: "decision",
};
/** For who may do nothing now: where the case stands. */
const PAGES_OF_STATES = {
    assessed: "findings",
    investigating: "findings",
    proposed: "decision",
    resolved: "decision",
};
const FOCUSABLE = [
    "[contenteditable=true]",
    "input:not([type=hidden])",
    "textarea",
    "select",
    "button",
    "a",
].join(", ");

// The field to go to on the next case that opens: a dialog over a list set it.
let wanted = null;

export function wantField(resId, field) {
    wanted = {resId, field};
}

/** The case that is open now, for a dialog over it. */
let openDesk = null;

export function getOpenDesk() {
    return openDesk;
}

/** Brings what is asked for to the fore: its page, its fold, the field itself. */
export class Desk {
    constructor(getRecord, getRoot) {
        this.getRecord = getRecord;
        this.getRoot = getRoot;
        this.notebook = null;
    }

    has(field) {
        return Boolean(field) && field in this.getRecord().activeFields;
    }

    async goTo(field) {
        this.notebook?.openPageOf(field);
        // The page is there in the next frame.
        await new Promise((resolve) => browser.requestAnimationFrame(resolve));
        await new Promise((resolve) => browser.requestAnimationFrame(resolve));
        const found = [
            ...this.getRoot().querySelectorAll(`.o_field_widget[name="${field}"]`),
        ].filter((node) => !node.closest(".o_complaint_approval"));
        const node = found.find((one) => !this.isReadonly(one)) || found[0];
        if (!node) {
            return;
        }
        for (
            let fold = node.closest("details");
            fold;
            fold = fold.parentElement.closest("details")
        ) {
            fold.open = true;
        }
        node.scrollIntoView({block: "center"});
        node.classList.add("o_complaint_here");
        browser.setTimeout(() => node.classList.remove("o_complaint_here"), 2000);
        const focusable = [...node.querySelectorAll(FOCUSABLE)].find(
            (one) => one.getClientRects().length
        );
        focusable?.focus({preventScroll: true});
    }

    isReadonly(node) {
        return node.classList.contains("o_readonly_modifier");
    }
}

/** The pages of a case: the one that the current step needs opens by itself. */
export class StepNotebook extends Notebook {
    setup() {
        super.setup();
        this.step = this.getStep();
        if (this.env.complaintDesk) {
            this.env.complaintDesk.notebook = this;
            if (!this.props.defaultPage) {
                this.openStep();
            }
        }
        // After Notebook's own, which computes the pages anew.
        onWillUpdateProps(() => this.followStep());
    }

    get record() {
        return this.env.model.root;
    }

    getStep() {
        const {resId, data} = this.record;
        return [resId, data.state, data.decision_state, data.next_transition].join();
    }

    /** A step was made, or another case is shown: go on where it is worked on. */
    followStep() {
        const step = this.getStep();
        if (this.env.complaintDesk && step !== this.step) {
            this.step = step;
            this.openStep();
        }
    }

    openStep() {
        if (!this.record.resId) {
            return;
        }
        const {next_needs: needs, next_transition: next, state} = this.record.data;
        const missing = (needs || []).map((need) => this.findPageOf(need.field));
        const page =
            missing.find(Boolean) ||
            this.findPage(PAGES[next] || PAGES_OF_STATES[state]) ||
            this.findPage("what_happened");
        if (page) {
            this.state.currentPage = page[0];
        }
    }

    findPage(name) {
        return this.navItems.find(([, page]) => page.name === name);
    }

    findPageOf(field) {
        return (
            field &&
            this.navItems.find(([, page]) => page.fieldNames?.includes(field))
        );
    }

    openPageOf(field) {
        const page = this.findPageOf(field);
        if (page) {
            this.activatePage(page[0]);
        }
    }
}

/**
 * Compiles what the form of a case has besides: a fold says when it starts open, by
 * ``data-open``: an expression as in ``invisible``, in which ``wide`` is whether there is
 * room.
 */
export class ComplaintFormCompiler extends FormCompiler {
    setup() {
        super.setup();
        this.compilers.unshift({selector: "details", fn: this.compileDetails});
    }

    compileDetails(el, params) {
        const fold = this.compileGenericNode(el, params);
        const condition = el.getAttribute("data-open");
        if (condition) {
            fold.setAttribute(
                "t-att-open",
                `__comp__.evaluateBooleanExpr(${JSON.stringify(condition)}, {
                    ...__comp__.props.record.evalContextWithVirtualIds,
                    wide: __comp__.uiService.size >= ${SIZES.XL},
                })`
            );
        }
        return fold;
    }
}

export class ComplaintFormRenderer extends FormRenderer {
    static components = {...FormRenderer.components, Notebook: StepNotebook};

    setup() {
        super.setup();
        this.desk = new Desk(
            () => this.props.record,
            () => document.querySelector(".o_action_manager .o_complaint_form")
        );
        useSubEnv({complaintDesk: this.desk});
        openDesk = this.desk;
        onWillDestroy(() => {
            if (openDesk === this.desk) {
                openDesk = null;
            }
        });
        useEffect(
            (resId) => {
                if (wanted?.resId === resId) {
                    const {field} = wanted;
                    wanted = null;
                    this.desk.goTo(field);
                }
            },
            () => [this.props.record.resId]
        );
    }
}
