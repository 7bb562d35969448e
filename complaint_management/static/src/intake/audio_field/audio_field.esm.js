import {BinaryField, binaryField} from "@web/views/fields/binary/binary_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {url} from "@web/core/utils/urls";

/**
 * A sound recording: played where it is, a piece at a time, and kept as a file. What
 * was just chosen is played once it is saved.
 */
export class AudioField extends BinaryField {
    static template = "complaint_management.AudioField";

    get isSaved() {
        const {name, record} = this.props;
        return Boolean(record.resId && record.data[name] && !record.dirty);
    }

    get source() {
        const {name, record} = this.props;
        return url("/web/content", {
            model: record.resModel,
            id: record.resId,
            field: name,
        });
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }
}

registry.category("fields").add("complaint_audio", {
    ...binaryField,
    component: AudioField,
    displayName: _t("Sound recording"),
});
