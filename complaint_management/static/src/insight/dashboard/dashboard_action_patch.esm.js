import {SpreadsheetDashboardAction} from "@spreadsheet_dashboard/bundle/dashboard_action/dashboard_action";
import {onWillStart} from "@odoo/owl";
import {patch} from "@web/core/utils/patch";

/** What is never shared by a public link is not offered to be shared. */
patch(SpreadsheetDashboardAction.prototype, {
    setup() {
        super.setup(...arguments);
        this.keptDashboards = [];
        onWillStart(async () => {
            this.keptDashboards = await this.orm.call(
                "spreadsheet.dashboard.share",
                "get_kept_ids",
                []
            );
        });
    },

    get canBeShared() {
        return !this.keptDashboards.includes(this.activeDashboardId);
    },
});
