exports.DatabaseSync = require(require.resolve("@photostructure/sqlite")).DatabaseSync;
