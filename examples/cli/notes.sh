#!/bin/sh
# Endpoint, region and key come from the environment: AWS_ENDPOINT_URL, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID …
set -eu
region="${AWS_DEFAULT_REGION:?}"
export AWS_PAGER=

table="$(aws dynamodb create-table --table-name notes --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH \
  --query TableDescription.TableArn --output text)"

role="$(aws iam create-role --role-name notes-api --query Role.Arn --output text --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}]
}')"
aws iam put-role-policy --role-name notes-api --policy-name read-notes --policy-document "{
  \"Version\": \"2012-10-17\",
  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"dynamodb:GetItem\", \"Resource\": \"$table\"}]
}"

# On AWS a table takes seconds: aws dynamodb wait table-exists --table-name notes
aws dynamodb put-item --table-name notes --item '{"id": {"S": "1"}, "text": {"S": "Buy tea"}}'

ids="$(aws apigateway create-rest-api --name notes --query '[id, rootResourceId]' --output text)"
api="$(echo "$ids" | cut -f 1)"
note="$(aws apigateway create-resource --rest-api-id "$api" --parent-id "$(echo "$ids" | cut -f 2)" \
  --path-part '{id}' --query id --output text)"
set -- --rest-api-id "$api" --resource-id "$note" --http-method GET
aws apigateway put-method "$@" --authorization-type NONE >/dev/null
aws apigateway put-method-response "$@" --status-code 200 >/dev/null
aws apigateway put-integration "$@" --type AWS --integration-http-method POST --credentials "$role" \
  --uri "arn:aws:apigateway:$region:dynamodb:action/GetItem" --request-templates '{
    "application/json": "{\"TableName\": \"notes\", \"Key\": {\"id\": {\"S\": \"$input.params('"'id'"')\"}}}"
  }' >/dev/null
aws apigateway put-integration-response "$@" --status-code 200 --response-templates '{
    "application/json": "{\"text\": $input.json('"'\$.Item.text.S'"')}"
  }' >/dev/null
aws apigateway create-deployment --rest-api-id "$api" --stage-name v1 >/dev/null

if [ -n "${AWS_ENDPOINT_URL:-}" ]; then
  url="$AWS_ENDPOINT_URL/_aws/execute-api/$api/v1"
else
  url="https://$api.execute-api.$region.amazonaws.com/v1"
fi
curl --silent --show-error --fail "$url/1"
