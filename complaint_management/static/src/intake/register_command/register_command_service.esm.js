import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Registers a case from any screen: by keyboard, or from the command palette.
 * Alt + Shift + C would be taken by the full mail composer.
 */
export const registerComplaintCommandService = {
    dependencies: ["action", "command", "localization"],
    start(env, {action, command}) {
        command.add(
            _t("Register a complaint"),
            () => {
                action.doAction("complaint_management.complaint_register_action");
            },
            {
                category: "smart_action",
                hotkey: "alt+shift+r",
                hotkeyOptions: {bypassEditableProtection: true},
            }
        );
    },
};

registry
    .category("services")
    .add("complaint_register_command", registerComplaintCommandService);
