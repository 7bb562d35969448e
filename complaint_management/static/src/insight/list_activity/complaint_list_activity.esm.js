import {ListActivity, listActivity} from "@mail/views/web/fields/list_activity/list_activity";
import {registry} from "@web/core/registry";

/** The next task of a case, in its own words also when it is marked as a warning. */
export class ComplaintListActivity extends ListActivity {
    get summaryText() {
        const {activity_summary: summary, activity_type_id: type} =
            this.props.record.data;
        return summary || (type && type.display_name) || undefined;
    }
}

registry.category("fields").add("complaint_list_activity", {
    ...listActivity,
    component: ComplaintListActivity,
});
