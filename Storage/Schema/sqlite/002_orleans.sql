-- The queries by which Orleans' relational storage works, to the contract of their parameters and columns.
CREATE TABLE orleansquery (
    querykey TEXT NOT NULL PRIMARY KEY,
    querytext TEXT NOT NULL
) STRICT;

-- A state is written when nothing but the expected version stands there. The first write expects nothing, which no
-- stored version equals; a write that changes nothing returns no row, which Orleans takes as an inconsistent state.
INSERT INTO orleansquery (querykey, querytext) VALUES
('WriteToStorageKey', '
    INSERT INTO orleansstorage (grainidextensionstring, graintypestring, version, modifiedon, payloadbinary)
    SELECT @GrainIdExtensionString, @GrainTypeString, 1, CAST(unixepoch(''subsec'') * 1000 AS INTEGER), @PayloadBinary
    WHERE @GrainStateVersion IS NULL OR EXISTS (
        SELECT 1 FROM orleansstorage
        WHERE grainidextensionstring = @GrainIdExtensionString AND graintypestring = @GrainTypeString)
    ON CONFLICT (grainidextensionstring, graintypestring) DO UPDATE
    SET payloadbinary = excluded.payloadbinary, modifiedon = excluded.modifiedon, version = version + 1
    WHERE version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion'),
('ReadFromStorageKey', '
    SELECT payloadbinary AS PayloadBinary, version AS Version
    FROM orleansstorage
    WHERE grainidextensionstring = @GrainIdExtensionString AND graintypestring = @GrainTypeString'),
('ClearStorageKey', '
    UPDATE orleansstorage
    SET payloadbinary = NULL, version = version + 1, modifiedon = CAST(unixepoch(''subsec'') * 1000 AS INTEGER)
    WHERE grainidextensionstring = @GrainIdExtensionString AND graintypestring = @GrainTypeString
        AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion');
