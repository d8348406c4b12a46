// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('clusters', table => {
    table
      .text('spec')
      .nullable()
      .comment('JSON of the spec it was deployed from; holds no secret');
  });
  await knex.schema.alterTable('transitions', table => {
    table
      .text('things')
      .nullable()
      .comment('JSON of the names of what differs');
  });
  await knex.schema.createTable('drifts', table => {
    table.comment('How clusters with a spec compare with it');
    table
      .string('entity_ref', 255)
      .primary()
      .references('entity_ref')
      .inTable('clusters')
      .onDelete('CASCADE');
    table
      .integer('revision')
      .notNullable()
      .comment('Counts up: of two that looked, one may save');
    table.string('state', 16).notNullable().comment('none, drift or unknown');
    table
      .text('differs')
      .notNullable()
      .comment('JSON of ids and names; what was last known');
    table
      .text('not_compared')
      .notNullable()
      .comment('JSON of names; of the last look');
    table.string('looked_at', 32).notNullable().comment('ISO 8601');
    table.string('compared_at', 32).nullable().comment('ISO 8601');
    table.text('problem').nullable().comment('Why the last look failed');
    table.integer('failures').notNullable().comment('Failed looks in a row');
    table.string('retry_at', 32).nullable().comment('ISO 8601');
    table
      .boolean('outdated')
      .notNullable()
      .comment('Registered anew since the last look');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('drifts');
  await knex('transitions')
    .whereIn('kind', ['drift', 'drift-resolved'])
    .delete();
  await knex.schema.alterTable('transitions', table => {
    table.dropColumn('things');
  });
  await knex.schema.alterTable('clusters', table => {
    table.dropColumn('spec');
  });
};
