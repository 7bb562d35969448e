import {Component, onWillUpdateProps, useEffect, useRef, useState} from "@odoo/owl";
import {HtmlField, htmlField} from "@html_editor/fields/html_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * A text of which the first lines are shown, and the rest on demand. Who writes in it
 * sees all of it, and so does who has just begun a record.
 */
export class FoldedHtmlField extends Component {
    static template = "complaint_management.FoldedHtmlField";
    static components = {HtmlField};
    static props = {...HtmlField.props, lines: {type: Number, optional: true}};
    static defaultProps = {...HtmlField.defaultProps, lines: 3};

    setup() {
        this.boxRef = useRef("box");
        this.state = useState({open: this.props.record.isNew, isLong: false});
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.state.open = next.record.isNew;
            }
        });
        useEffect(
            (box) => {
                const observer = new ResizeObserver(() => this.measure());
                observer.observe(box);
                observer.observe(box.firstElementChild);
                return () => observer.disconnect();
            },
            () => [this.boxRef.el]
        );
    }

    get htmlProps() {
        // eslint-disable-next-line no-unused-vars
        const {lines, ...props} = this.props;
        return props;
    }

    measure() {
        const box = this.boxRef.el;
        if (box && !this.state.open) {
            this.state.isLong = box.scrollHeight > box.clientHeight + 4;
        }
    }

    open() {
        this.state.open = true;
    }

    toggle() {
        this.state.open = !this.state.open;
    }
}

export const foldedHtmlField = {
    ...htmlField,
    component: FoldedHtmlField,
    displayName: _t("Text, its first lines"),
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...htmlField.extractProps(fieldInfo, dynamicInfo),
        ...(fieldInfo.options.lines ? {lines: fieldInfo.options.lines} : {}),
    }),
};

registry.category("fields").add("complaint_folded_html", foldedHtmlField);
