CREATE TABLE model_deployments (
    id serial NOT NULL,
    model_version_id integer,
    environment varchar(50) NOT NULL,
    traffic_percentage double precision DEFAULT 100.0,
    status varchar(50) DEFAULT 'inactive',
    deployed_at timestamp,
    rolled_back_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    deployment_name varchar(255) NOT NULL,
    endpoint varchar(255) NOT NULL,
    started_at timestamp,
    stopped_at timestamp,
    is_active boolean DEFAULT false,
    CONSTRAINT model_deployments_pkey PRIMARY KEY (id),
    CONSTRAINT model_deployments_deployment_name_key UNIQUE (deployment_name)
);

ALTER TABLE model_deployments
    ADD CONSTRAINT model_deployments_model_version_id_fkey
    FOREIGN KEY (model_version_id) REFERENCES model_versions (id) ON DELETE CASCADE;

CREATE INDEX idx_deployments_model ON model_deployments (model_version_id);

COMMENT ON TABLE model_deployments IS
    'A model version put to work in an environment, with its share of the traffic.';
COMMENT ON COLUMN model_deployments.environment IS
    'Free text without a check, such as staging or production.';
COMMENT ON COLUMN model_deployments.traffic_percentage IS
    'Percent (0 to 100) of the requests in the environment that go to this deployment.';
COMMENT ON COLUMN model_deployments.status IS
    'Free text without a check; starts as inactive, see is_active for the switch.';
COMMENT ON COLUMN model_deployments.deployed_at IS
    'When the version was rolled out, in UTC; started_at is when it began to serve.';
COMMENT ON COLUMN model_deployments.rolled_back_at IS
    'When the version was withdrawn for an earlier one, in UTC; null unless that happened.';
COMMENT ON COLUMN model_deployments.endpoint IS 'Address at which the deployed model answers.';
COMMENT ON COLUMN model_deployments.started_at IS 'When the deployment began to serve, in UTC.';
COMMENT ON COLUMN model_deployments.stopped_at IS
    'When the deployment stopped serving, for any reason, in UTC; rolled_back_at is for a withdrawal alone.';
COMMENT ON COLUMN model_deployments.is_active IS
    'Whether the deployment serves now; nothing keeps it in step with status.';
