import {ActivityMenu} from "@mail/core/web/activity_menu";
import {patch} from "@web/core/utils/patch";

/** Lines of the activity menu that are no tasks, and the lists that they open. */
const LISTS = {
    complaint_late: {
        action: "complaint_management.complaint_complaint_my_action",
        additionalContext: {search_default_late: 1},
    },
    complaint_decide: {
        action: "complaint_management.complaint_to_decide_action",
        additionalContext: {},
    },
};

patch(ActivityMenu.prototype, {
    openActivityGroup(group, filter, newWindow) {
        if (!(group.type in LISTS)) {
            return super.openActivityGroup(...arguments);
        }
        const {action, additionalContext} = LISTS[group.type];
        this.dropdown.close();
        this.action.doAction(action, {
            additionalContext,
            newWindow,
            clearBreadcrumbs: true,
        });
    },
});
