import {markup, useEffect} from "@odoo/owl";
import {Chatter} from "@mail/chatter/web_portal/chatter";
import {Composer} from "@mail/core/common/composer";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {patch} from "@web/core/utils/patch";

/**
 * On a case, what the customer reads and what only we read cannot be mixed up: the
 * box says which it is, and what was begun as a note is not carried over into a
 * message to the customer, nor its files.
 */
const CASE = "complaint.complaint";
const EMPTY = markup("<div class='o-paragraph'><br></div>");
// For each case: what the box is for now, and what was begun for the other purpose.
const drafts = new Map();

function getDrafts(composer) {
    if (!drafts.has(composer.localId)) {
        drafts.set(composer.localId, {});
    }
    return drafts.get(composer.localId);
}

function keepApart(composer, purpose) {
    const kept = getDrafts(composer);
    if (kept.purpose && kept.purpose !== purpose) {
        kept[kept.purpose] = {
            html: composer.composerHtml,
            files: [...composer.attachments],
        };
        const begun = kept[purpose] || {html: EMPTY, files: []};
        composer.composerHtml = begun.html;
        composer.attachments = begun.files;
    }
    kept.purpose = purpose;
}

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        useEffect(
            (element, isToCustomer) => {
                element?.classList.toggle("o_complaint_to_customer", isToCustomer);
            },
            () => [
                this.rootRef.el,
                this.props.threadModel === CASE &&
                    this.state.composerType === "message",
            ]
        );
    },

    toggleComposer(purpose = false, options = {}) {
        const {thread} = this.state;
        if (purpose && thread.model === CASE && thread.composer) {
            keepApart(thread.composer, purpose);
        }
        return super.toggleComposer(purpose, options);
    },
});

patch(Composer.prototype, {
    get isOnCase() {
        return this.thread?.model === CASE;
    },

    get placeholder() {
        if (!this.isOnCase || this.props.placeholder) {
            return super.placeholder;
        }
        return this.props.type === "message"
            ? _t("To the customer: they get it by mail and read it on their page…")
            : _t("For us only: the customer does not see it…");
    },

    get purposeKey() {
        return `${this.props.composer.localId}_purpose`;
    },

    saveContent() {
        super.saveContent();
        if (this.isOnCase && this.props.type) {
            browser.localStorage.setItem(this.purposeKey, this.props.type);
        }
    },

    /** What was begun before the page was loaded anew, for the same purpose only. */
    restoreContent() {
        const purpose = this.isOnCase && browser.localStorage.getItem(this.purposeKey);
        if (!purpose || purpose === this.props.type) {
            return super.restoreContent();
        }
        const {composer} = this.props;
        super.restoreContent();
        getDrafts(composer)[purpose] = {html: composer.composerHtml, files: []};
        composer.composerHtml = EMPTY;
    },
});
