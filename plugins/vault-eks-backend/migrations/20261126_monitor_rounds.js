// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('monitor_rounds', table => {
    table.comment(
      'When the monitor last went through all clusters, on whichever instance',
    );
    table.string('task', 64).primary();
    table.string('finished_at', 32).notNullable().comment('ISO 8601');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('monitor_rounds');
};
