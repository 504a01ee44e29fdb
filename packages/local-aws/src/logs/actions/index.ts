import { CreateLogGroup } from "./create-log-group.ts";
import { CreateLogStream } from "./create-log-stream.ts";
import { DeleteLogGroup } from "./delete-log-group.ts";
import { DeleteLogStream } from "./delete-log-stream.ts";
import { DeleteRetentionPolicy } from "./delete-retention-policy.ts";
import { DescribeLogGroups } from "./describe-log-groups.ts";
import { DescribeLogStreams } from "./describe-log-streams.ts";
import { FilterLogEvents } from "./filter-log-events.ts";
import { GetLogEvents } from "./get-log-events.ts";
import { ListTagsForResource } from "./list-tags-for-resource.ts";
import { ListTagsLogGroup } from "./list-tags-log-group.ts";
import { PutLogEvents } from "./put-log-events.ts";
import { PutRetentionPolicy } from "./put-retention-policy.ts";
import { TagLogGroup } from "./tag-log-group.ts";
import { TagResource } from "./tag-resource.ts";
import { UntagLogGroup } from "./untag-log-group.ts";
import { UntagResource } from "./untag-resource.ts";

/** The CloudWatch Logs actions that this cloud supports. */
export const actions = [
  CreateLogGroup,
  DescribeLogGroups,
  DeleteLogGroup,
  PutRetentionPolicy,
  DeleteRetentionPolicy,
  CreateLogStream,
  DescribeLogStreams,
  DeleteLogStream,
  PutLogEvents,
  GetLogEvents,
  FilterLogEvents,
  TagResource,
  UntagResource,
  ListTagsForResource,
  TagLogGroup,
  UntagLogGroup,
  ListTagsLogGroup,
] as const;
