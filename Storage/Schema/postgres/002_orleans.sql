-- The queries by which Orleans' relational storage and membership work, to the contract of their parameters and columns.
CREATE TABLE orleansquery (
    querykey varchar(64) PRIMARY KEY,
    querytext varchar(8000) NOT NULL
);

-- A state is written when nothing but the expected version stands there. The first write expects nothing; of several
-- at once one inserts and the others return no row, which Orleans takes as an inconsistent state.
INSERT INTO orleansquery (querykey, querytext) VALUES
('WriteToStorageKey', '
    WITH updated AS (
        UPDATE orleansstorage
        SET payloadbinary = @PayloadBinary, version = version + 1,
            modifiedon = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
        WHERE grainidextensionstring = @GrainIdExtensionString AND graintypestring = @GrainTypeString
            AND version = @GrainStateVersion::integer
        RETURNING version
    ), inserted AS (
        INSERT INTO orleansstorage (grainidextensionstring, graintypestring, version, modifiedon, payloadbinary)
        SELECT @GrainIdExtensionString, @GrainTypeString, 1,
            (extract(epoch FROM clock_timestamp()) * 1000)::bigint, @PayloadBinary
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version
    )
    SELECT version AS newgrainstateversion FROM updated UNION ALL SELECT version FROM inserted'),
('ReadFromStorageKey', '
    SELECT payloadbinary AS payloadbinary, version AS version
    FROM orleansstorage
    WHERE grainidextensionstring = @GrainIdExtensionString AND graintypestring = @GrainTypeString'),
('ClearStorageKey', '
    UPDATE orleansstorage
    SET payloadbinary = NULL, version = version + 1,
        modifiedon = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    WHERE grainidextensionstring = @GrainIdExtensionString AND graintypestring = @GrainTypeString
        AND version = @GrainStateVersion::integer
    RETURNING version AS newgrainstateversion');

-- One row per cluster; every change of the members' rows raises its version.
CREATE TABLE orleansmembershipversiontable (
    deploymentid varchar(150) PRIMARY KEY,
    version integer NOT NULL
);
CREATE TABLE orleansmembershiptable (
    deploymentid varchar(150) NOT NULL REFERENCES orleansmembershipversiontable,
    address varchar(45) NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    siloname varchar(150) NOT NULL,
    hostname varchar(150) NOT NULL,
    status integer NOT NULL,
    proxyport integer,
    suspecttimes varchar(8000),
    starttime timestamptz(3) NOT NULL,
    iamalivetime timestamptz(3) NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
) WITH (fillfactor = 70);

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', '
    WITH inserted AS (
        INSERT INTO orleansmembershipversiontable (deploymentid, version) VALUES (@DeploymentId, 0)
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM inserted)'),
('InsertMembershipKey', '
    WITH raised AS (
        UPDATE orleansmembershipversiontable SET version = version + 1
        WHERE deploymentid = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT 1 FROM orleansmembershiptable
            WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING deploymentid
    ), inserted AS (
        INSERT INTO orleansmembershiptable
            (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
        SELECT deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime,
            @IAmAliveTime
        FROM raised
        RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM inserted)'),
('UpdateMembershipKey', '
    WITH raised AS (
        UPDATE orleansmembershipversiontable SET version = version + 1
        WHERE deploymentid = @DeploymentId AND version = @Version AND EXISTS (
            SELECT 1 FROM orleansmembershiptable
            WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING deploymentid
    ), updated AS (
        UPDATE orleansmembershiptable AS m
        SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
        FROM raised
        WHERE m.deploymentid = raised.deploymentid AND m.address = @Address AND m.port = @Port
            AND m.generation = @Generation
        RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM updated)'),
('UpdateIAmAlivetimeKey', '
    UPDATE orleansmembershiptable SET iamalivetime = @IAmAliveTime
    WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),
('MembershipReadRowKey', '
    SELECT v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport,
        m.suspecttimes, m.starttime, m.iamalivetime, v.version
    FROM orleansmembershipversiontable AS v
    LEFT JOIN orleansmembershiptable AS m
        ON m.deploymentid = v.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.deploymentid = @DeploymentId'),
('MembershipReadAllKey', '
    SELECT v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport,
        m.suspecttimes, m.starttime, m.iamalivetime, v.version
    FROM orleansmembershipversiontable AS v
    LEFT JOIN orleansmembershiptable AS m ON m.deploymentid = v.deploymentid
    WHERE v.deploymentid = @DeploymentId'),
('GatewaysQueryKey', '
    SELECT address, proxyport, generation FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0'),
('DeleteMembershipTableEntriesKey', '
    WITH deleted AS (DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId)
    DELETE FROM orleansmembershipversiontable WHERE deploymentid = @DeploymentId'),
('CleanupDefunctSiloEntriesKey', '
    DELETE FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3');
