import { resourceOf } from "@long-running-api/iam/arn";
import type { RoleSeen } from "../../../documents.ts";
import { words } from "../../words.ts";

const text = words.cloud;

/** The function's role: who may take it, and what it may do. */
export function RolePanel({ role: { name, trusted, statements, attached } }: { role: RoleSeen }) {
  // What comes from a managed policy is named by the policy.
  return (
    <section class="panel" aria-label={text.panels.role}>
      <header>
        <h2>{name}</h2>
        <span class="dim">{text.services.role}</span>
      </header>
      <div class="pad">
        <dl class="kv">
          <dt>{text.trusted}</dt>
          <dd>{trusted.join(", ") || text.nothing}</dd>
          {statements.map(({ effect, actions, resources, conditions }, index) => {
            const key = `${index}`;
            return [
              <dt key={`${key} term`}>{effect === "Allow" ? text.may : text.mayNot}</dt>,
              <dd key={key}>
                <code>{actions.join(", ")}</code> {text.on}{" "}
                <code>{resources.map(resourceOf).join(", ")}</code>
                {conditions !== "" && <span class="dim"> {text.onlyIf(conditions)}</span>}
              </dd>,
            ];
          })}
          <dt>{text.attached}</dt>
          <dd>{attached.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)).join(", ") || text.nothing}</dd>
        </dl>
      </div>
    </section>
  );
}
