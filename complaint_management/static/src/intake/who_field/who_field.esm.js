import {Many2OneField, buildM2OFieldDescription} from "@web/views/fields/many2one/many2one_field";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {Many2One} from "@web/views/fields/many2one/many2one";
import {Many2XAutocomplete} from "@web/views/fields/relational_utils";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const PHONE = /^[+(]?[\d\s()./-]{5,}$/;

/**
 * Who is at the counter: a customer who is found, or somebody new, who is kept as
 * typed. Odoo drops what it does not find as soon as the cursor goes elsewhere.
 */
class WhoAutoComplete extends AutoComplete {
    externalClose(ev) {
        const typed = this.inputRef.el.value;
        super.externalClose(ev);
        this.keep(typed);
    }

    async onInputChange(ev) {
        if (this.ignoreBlur) {
            return super.onInputChange(ev);
        }
        if (this.loadingPromise) {
            // The Tab key still chooses what is about to be found.
            await this.loadingPromise;
            await Promise.resolve();
        }
        const typed = this.inputRef.el?.value;
        if (typed) {
            this.keep(typed);
        } else if (typed === "" && !this.isOptionSelected) {
            super.onInputChange(ev);
        }
    }

    keep(typed) {
        if (!typed || typed === this.props.value || this.isOptionSelected) {
            return;
        }
        this.inEdition = false;
        this.forceValFromProp = true;
        this.state.value = "";
        this.inputRef.el.value = "";
        this.props.onChange({inputValue: typed});
    }
}

class WhoMany2XAutocomplete extends Many2XAutocomplete {
    static components = {AutoComplete: WhoAutoComplete};

    buildCreateSuggestion(request) {
        return {
            ...super.buildCreateSuggestion(request),
            label: _t("New: “%s”", request),
        };
    }

    onChange({inputValue}) {
        if (inputValue) {
            this.props.quickCreate(inputValue);
        } else {
            super.onChange({inputValue});
        }
    }
}

class WhoMany2One extends Many2One {
    static components = {Many2XAutocomplete: WhoMany2XAutocomplete};
    static props = {...Many2One.props, keep: Function};

    get many2XAutocompleteProps() {
        return {...super.many2XAutocompleteProps, quickCreate: this.props.keep};
    }
}

export class WhoField extends Many2OneField {
    static components = {Many2One: WhoMany2One};

    get m2oProps() {
        return {...super.m2oProps, keep: (typed) => this.keep(typed)};
    }

    /** Keep what was typed where it belongs: nobody is made a contact by it. */
    keep(typed) {
        const text = typed.trim();
        let name = "partner_name";
        if (text.includes("@") || text.includes("＠")) {
            name = "email_from";
        } else if (PHONE.test(text)) {
            name = "phone";
        }
        return this.props.record.update({[this.props.name]: false, [name]: text});
    }
}

registry.category("fields").add("complaint_who", {
    ...buildM2OFieldDescription(WhoField),
});
