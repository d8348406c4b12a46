// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('observations', table => {
    table
      .string('leader_since', 40)
      .nullable()
      .comment('ISO 8601; tells a leader who came back from one who stayed');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('observations', table => {
    table.dropColumn('leader_since');
  });
};
